"""Writes numpy.npz: one small array of every type that Layerwise reads, as NumPy itself writes them.

Run it beside the file it makes: python makeNumpy.py
"""
import numpy as np

arrays = {}
for code in ["u1", "i1", "<u2", ">u2", "<i2", ">i2", "<u4", ">u4", "<i4", ">i4", "<u8", "<i8", ">i8"]:
    arrays[code.replace("<", "little_").replace(">", "big_")] = np.arange(6).reshape(2, 3).astype(code)
for code in ["<f2", ">f2", "<f4", ">f4", "<f8", ">f8"]:
    arrays[code.replace("<", "little_").replace(">", "big_")] = np.array([[0, -1.5, 2], [1 / 1024, 65504, 6e-8]]).astype(code)
arrays["bool"] = np.array([True, False, True])
arrays["scalar"] = np.float32(2.5)
arrays["fortran"] = np.asfortranarray(np.arange(6, dtype="f4").reshape(2, 3))
arrays["huge"] = np.array([2**40, 1])
arrays["complex"] = np.zeros(2, "c8")
arrays["object"] = np.array([{}, None])
np.savez_compressed("numpy.npz", **arrays)
