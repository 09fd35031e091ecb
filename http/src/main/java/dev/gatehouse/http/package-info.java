/// Sockets and HTTP only: the raw request in, the finished response out, one virtual thread each.
@NullMarked
package dev.gatehouse.http;

import org.jspecify.annotations.NullMarked;
