/// HTTP APIs: routes, authorizers, integrations.
@NullMarked
package dev.gatehouse.apigateway;

import org.jspecify.annotations.NullMarked;
