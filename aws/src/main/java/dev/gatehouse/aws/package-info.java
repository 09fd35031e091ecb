/// What all AWS services share: ARNs, principals, access keys, the access check, SigV4.
@NullMarked
package dev.gatehouse.aws;

import org.jspecify.annotations.NullMarked;
