/// User pools: OAuth 2.0 endpoints, tokens, signing keys, discovery.
@NullMarked
package dev.gatehouse.cognito;

import org.jspecify.annotations.NullMarked;
