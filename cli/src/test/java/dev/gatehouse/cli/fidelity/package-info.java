/// Holds docs/fidelity.md to what the tests show.
@NullMarked
package dev.gatehouse.cli.fidelity;

import org.jspecify.annotations.NullMarked;
