/** Writes `count` samples of `size` bytes each, whose numbers stand at `numbers`, one behind the other, each byte as what the table has for it. */
export function gatherBytes(samples: usize, numbers: usize, count: i32, size: i32, table: usize, out: usize): void {
  for (let i = 0; i < count; i++) {
    let from = samples + <usize>load<i32>(numbers + (<usize>i << 2)) * size;
    const end = from + size;
    for (const last = end - 3; from < last; from += 4) {
      const four = load<u32>(from);
      store<f32>(out, load<f32>(table + ((four & 255) << 2)));
      store<f32>(out, load<f32>(table + (((four >> 8) & 255) << 2)), 4);
      store<f32>(out, load<f32>(table + (((four >> 16) & 255) << 2)), 8);
      store<f32>(out, load<f32>(table + ((four >> 24) << 2)), 12);
      out += 16;
    }
    for (; from < end; from++) {
      store<f32>(out, load<f32>(table + (<usize>load<u8>(from) << 2)));
      out += 4;
    }
  }
}
