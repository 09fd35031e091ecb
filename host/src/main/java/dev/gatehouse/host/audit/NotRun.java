package dev.gatehouse.host.audit;

/// What `gatehouse up` would refuse.
///
/// @param resource its logical id
/// @param problem where and why, in one line
public record NotRun(String resource, String problem) {}
