package dev.gatehouse.host.console;

import dev.gatehouse.aws.Secret;
import java.time.Instant;

/// One browser that the owner let in.
///
/// @param cookie names the session, and is known to the browser alone
/// @param csrf in every form, so that no other page can send one
/// @param walk how far its owner has walked
record Session(Secret cookie, Secret csrf, Instant until, Walk walk) {}
