/// `AWS_ENDPOINT_URL`: the management APIs of the running stacks, in the protocols of AWS's own
/// services. Each service is a list of [Operation]s; what AWS has beyond them is in the catalogues
/// beside these classes, and is refused by name.
@NullMarked
package dev.gatehouse.host.endpoint;

import org.jspecify.annotations.NullMarked;
