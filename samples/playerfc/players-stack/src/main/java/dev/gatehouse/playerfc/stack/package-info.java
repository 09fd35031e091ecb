/// PlayerFC as infrastructure: one CDK stack, deployed by the CDK CLI to AWS and by Gatehouse to
/// this machine.
@NullMarked
package dev.gatehouse.playerfc.stack;

import org.jspecify.annotations.NullMarked;
