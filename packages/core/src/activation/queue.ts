/** Gives the smallest number that is in it. */
export interface Queue {
  add(number: number): void;
  /** The smallest, which is then gone; nothing where it is empty. */
  take(): number | undefined;
}

/** A queue of these numbers: a binary heap, because sorting anew for each makes thousands of them slow. */
export function createQueue(numbers: readonly number[] = []): Queue {
  const heap: number[] = [];
  const add = (number: number) => {
    heap.push(number);
    rise(heap, heap.length - 1);
  };
  numbers.forEach(add);
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

function isSmaller(heap: readonly number[], one: number, other: number): boolean {
  return (heap[one] as number) < (heap[other] as number);
}

function swap(heap: number[], one: number, other: number): void {
  [heap[one], heap[other]] = [heap[other] as number, heap[one] as number];
}

function rise(heap: number[], index: number): void {
  const parent = (index - 1) >> 1;
  if (index === 0 || !isSmaller(heap, index, parent)) return;
  swap(heap, index, parent);
  rise(heap, parent);
}

function sink(heap: number[], index: number): void {
  const [left, right] = [2 * index + 1, 2 * index + 2];
  const smaller = right < heap.length && isSmaller(heap, right, left) ? right : left;
  if (smaller >= heap.length || !isSmaller(heap, smaller, index)) return;
  swap(heap, index, smaller);
  sink(heap, smaller);
}
