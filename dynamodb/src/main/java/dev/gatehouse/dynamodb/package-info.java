/// Tables: DynamoDB Local inside this process, or an external endpoint.
///
/// DynamoDB Local logs each refused request as a warning with its stack trace, under
/// `software.amazon.dynamodb`; whoever configures logging turns that down to errors.
@NullMarked
package dev.gatehouse.dynamodb;

import org.jspecify.annotations.NullMarked;
