/// The command line: parse, start, print.
@NullMarked
package dev.gatehouse.cli;

import org.jspecify.annotations.NullMarked;
