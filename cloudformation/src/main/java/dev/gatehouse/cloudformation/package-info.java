/// A CloudFormation template in, a checked plan out, then resources created in dependency order by
/// whoever knows the services. Nothing here knows a service or starts anything.
@NullMarked
package dev.gatehouse.cloudformation;

import org.jspecify.annotations.NullMarked;
