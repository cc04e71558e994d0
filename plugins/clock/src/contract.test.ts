// Alone in its process: what others leave there would be blamed on the plugin.
import { testPlugin } from "@mortise/testing/vitest";

testPlugin(new URL("..", import.meta.url));
