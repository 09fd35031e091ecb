/// The players API as one Lambda function: payload 2.0 in, payload 2.0 out, behind an HTTP API or a
/// function URL alike.
@NullMarked
package dev.gatehouse.playerfc.api;

import org.jspecify.annotations.NullMarked;
