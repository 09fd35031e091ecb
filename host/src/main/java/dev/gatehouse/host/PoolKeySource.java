package dev.gatehouse.host;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import dev.gatehouse.apigateway.KeyLookup;
import dev.gatehouse.apigateway.KeySource;
import dev.gatehouse.apigateway.TokenClient;
import dev.gatehouse.apigateway.VerificationKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The keys of a pool in this process, without asking over HTTP.
final class PoolKeySource implements KeySource {
  private final Map<String, VerificationKey> keys = new HashMap<>();

  private final List<TokenClient> clients;

  PoolKeySource(JWKSet published, List<TokenClient> clients) {
    this.clients = List.copyOf(clients);
    for (var key : published.getKeys()) {
      try {
        RSAKey rsa = key.toRSAKey();
        keys.put(
            rsa.getKeyID(),
            new VerificationKey(
                rsa.getKeyID(), rsa.toRSAPublicKey(), Set.of(rsa.getAlgorithm().getName())));
      } catch (JOSEException impossible) {
        throw new IllegalStateException("a pool's key is no RSA key", impossible);
      }
    }
  }

  @Override
  public List<TokenClient> clients() {
    return clients;
  }

  @Override
  public KeyLookup find(String keyId) {
    VerificationKey key = keys.get(keyId);
    return key == null ? new KeyLookup.Unknown() : new KeyLookup.Found(List.of(key));
  }
}
