import { testPlugin } from "@mortise/testing/vitest";

testPlugin(new URL("..", import.meta.url));
