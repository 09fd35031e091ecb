/// Roles, users, policies: who may do what.
@NullMarked
package dev.gatehouse.iam;

import org.jspecify.annotations.NullMarked;
