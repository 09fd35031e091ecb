/// Functions: execution environments of one process each, the Runtime API they speak, and function
/// URLs.
@NullMarked
package dev.gatehouse.lambda;

import org.jspecify.annotations.NullMarked;
