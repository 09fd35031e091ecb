/// What `gatehouse export` writes: an API's definition with what its functions say of themselves,
/// and the files that other clients walk its routes with. Values in, values out.
@NullMarked
package dev.gatehouse.cli.export;

import org.jspecify.annotations.NullMarked;
