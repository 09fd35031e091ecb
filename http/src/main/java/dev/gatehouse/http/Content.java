package dev.gatehouse.http;

/// What a response carries after its headers: bytes that are all there, or bytes still to come.
public sealed interface Content permits Body, BodyStream {}
