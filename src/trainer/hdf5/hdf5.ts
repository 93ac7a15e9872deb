/** All of HDF5, a bundle of its own: four megabytes that are read only when they are needed. */
export { openHdf5 } from './openHdf5';
export { writeHdf5 } from './writeHdf5';
