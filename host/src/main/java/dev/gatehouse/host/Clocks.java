package dev.gatehouse.host;

import java.time.Clock;

/// @param doors what is issued and judged at doors is issued and judged by this one
/// @param machine the time that other processes know: functions, clients of the AWS endpoint
record Clocks(Clock doors, Clock machine) {}
