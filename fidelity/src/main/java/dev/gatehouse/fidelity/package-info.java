/// How tests name the behaviour they show.
@NullMarked
package dev.gatehouse.fidelity;

import org.jspecify.annotations.NullMarked;
