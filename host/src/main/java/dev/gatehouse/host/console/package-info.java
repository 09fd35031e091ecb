/// The console: pages for the stack's owner at `/_gatehouse` on the base port, and the visits that
/// they show, with what was said at the doors.
@NullMarked
package dev.gatehouse.host.console;

import org.jspecify.annotations.NullMarked;
