/// Tables: DynamoDB Local inside this process, or an external endpoint.
@NullMarked
package dev.gatehouse.dynamodb;

import org.jspecify.annotations.NullMarked;
