/** The longest expression that is worked out, in characters; it bounds how deep parentheses go. */
const maxLength = 200;

const lexeme = /\s*(?:(\d+(?:\.\d*)?(?:e[+-]?\d+)?|\.\d+)|(sqrt|[-+*/%^()]))/iy;

/**
 * The value of an arithmetic expression: numbers, `+ - * / % ^`, `sqrt`, parentheses, with the usual precedence, `^`
 * from the right. `undefined` when the text is anything else. Division by zero gives an infinity or NaN.
 */
export function evaluate(expression: string): number | undefined {
  const lexemes = lexemesOf(expression);
  if (lexemes === undefined || lexemes.length === 0) return undefined;
  const parser = new Parser(lexemes);
  const value = parser.sum();
  return parser.isAtEnd ? value : undefined;
}

function lexemesOf(text: string): readonly string[] | undefined {
  const source = text.trim();
  if (source.length > maxLength) return undefined;
  const found: string[] = [];
  lexeme.lastIndex = 0;
  while (lexeme.lastIndex < source.length) {
    const match = lexeme.exec(source);
    if (match === null) return undefined;
    found.push(match[1] ?? match[2]?.toLowerCase() ?? "");
  }
  return found;
}

/** Recursive descent, one method for each precedence; each gives `undefined` where no expression can stand. */
class Parser {
  readonly #lexemes: readonly string[];
  #next = 0;

  constructor(lexemes: readonly string[]) {
    this.#lexemes = lexemes;
  }

  get isAtEnd(): boolean {
    return this.#next === this.#lexemes.length;
  }

  sum(): number | undefined {
    return this.#chain(["+", "-"], () => this.#product());
  }

  #product(): number | undefined {
    return this.#chain(["*", "/", "%"], () => this.#signed());
  }

  #chain(operators: readonly string[], operand: () => number | undefined): number | undefined {
    let left = operand();
    while (left !== undefined) {
      const operator = this.#take(operators);
      if (operator === undefined) return left;
      const right = operand();
      left = right === undefined ? undefined : apply(operator, left, right);
    }
    return undefined;
  }

  #signed(): number | undefined {
    const sign = this.#take(["-", "+"]);
    if (sign === undefined) return this.#power();
    const value = this.#signed();
    return value === undefined || sign === "+" ? value : -value;
  }

  #power(): number | undefined {
    const base = this.#atom();
    if (base === undefined || this.#take(["^"]) === undefined) return base;
    const exponent = this.#signed();
    return exponent === undefined ? undefined : base ** exponent;
  }

  #atom(): number | undefined {
    if (this.#take(["sqrt"]) !== undefined) {
      const value = this.#atom();
      return value === undefined ? undefined : Math.sqrt(value);
    }
    if (this.#take(["("]) !== undefined) {
      const value = this.sum();
      return this.#take([")"]) === undefined ? undefined : value;
    }
    const number = this.#lexemes[this.#next];
    if (number === undefined || !/^[\d.]/.test(number)) return undefined;
    this.#next += 1;
    return Number(number);
  }

  #take(wanted: readonly string[]): string | undefined {
    const lexeme = this.#lexemes[this.#next];
    if (lexeme === undefined || !wanted.includes(lexeme)) return undefined;
    this.#next += 1;
    return lexeme;
  }
}

function apply(operator: string, left: number, right: number): number {
  switch (operator) {
    case "+":
      return left + right;
    case "-":
      return left - right;
    case "*":
      return left * right;
    case "/":
      return left / right;
    default:
      return left % right;
  }
}
