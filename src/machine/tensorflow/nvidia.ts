import { existsSync } from 'node:fs';

/** Whether there is a device of NVIDIA's whose driver is loaded; WSL has it under another name. */
export const hasNvidia = (): boolean => ['/proc/driver/nvidia/version', '/dev/dxg'].some((file) => existsSync(file));
