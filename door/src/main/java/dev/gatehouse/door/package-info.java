/// Gatehouse's own words: door, lock, verdict, visit. Everything that judges a request speaks them.
@NullMarked
package dev.gatehouse.door;

import org.jspecify.annotations.NullMarked;
