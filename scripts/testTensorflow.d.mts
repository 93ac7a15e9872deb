export function olderTensorflow(): string | undefined;
