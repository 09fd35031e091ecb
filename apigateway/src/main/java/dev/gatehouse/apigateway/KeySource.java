package dev.gatehouse.apigateway;

/// The signing keys of one issuer.
@FunctionalInterface
public interface KeySource {
  KeyLookup find(String keyId);
}
