/// The prover: attacks every door of a stack that nobody else uses, as its owner, and tells what
/// got in.
@NullMarked
package dev.gatehouse.host.prove;

import org.jspecify.annotations.NullMarked;
