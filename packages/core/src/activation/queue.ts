/** Gives the smallest of what is in it, by code unit. */
export interface Queue {
  add(word: string): void;
  /** The smallest, which is then gone; nothing where it is empty. */
  take(): string | undefined;
}

/** A queue of these words: a binary heap, because sorting anew for each word makes thousands of them slow. */
export function createQueue(words: readonly string[] = []): Queue {
  const heap: string[] = [];
  const add = (word: string) => {
    heap.push(word);
    rise(heap, heap.length - 1);
  };
  words.forEach(add);
  return {
    add,
    take() {
      const first = heap[0];
      const last = heap.pop();
      if (last !== undefined && heap.length > 0) {
        heap[0] = last;
        sink(heap, 0);
      }
      return first;
    },
  };
}

function isSmaller(heap: readonly string[], one: number, other: number): boolean {
  return (heap[one] as string) < (heap[other] as string);
}

function swap(heap: string[], one: number, other: number): void {
  [heap[one], heap[other]] = [heap[other] as string, heap[one] as string];
}

function rise(heap: string[], index: number): void {
  const parent = (index - 1) >> 1;
  if (index === 0 || !isSmaller(heap, index, parent)) return;
  swap(heap, index, parent);
  rise(heap, parent);
}

function sink(heap: string[], index: number): void {
  const [left, right] = [2 * index + 1, 2 * index + 2];
  const smaller = right < heap.length && isSmaller(heap, right, left) ? right : left;
  if (smaller >= heap.length || !isSmaller(heap, smaller, index)) return;
  swap(heap, index, smaller);
  sink(heap, smaller);
}
