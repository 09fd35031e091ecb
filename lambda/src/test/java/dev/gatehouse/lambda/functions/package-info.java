/// Handlers that run in processes of their own.
@NullMarked
package dev.gatehouse.lambda.functions;

import org.jspecify.annotations.NullMarked;
