/// A stack in the test's own process, from the template that deploys it: its doors to knock at, its
/// clients' tokens, its tables, what its locks said, and a clock to move.
@NullMarked
package dev.gatehouse.junit;

import org.jspecify.annotations.NullMarked;
