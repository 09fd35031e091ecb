package dev.gatehouse.apigateway;

import dev.gatehouse.door.Door;

/// A route ready to serve.
record Route(
    RouteKey key, Door door, RouteAuthorization authorization, Guard guard, Backend backend) {}
