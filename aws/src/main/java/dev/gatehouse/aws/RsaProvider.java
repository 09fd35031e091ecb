package dev.gatehouse.aws;

import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.Security;
import java.security.Signature;
import java.util.Optional;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Who computes RSA: Amazon Corretto Crypto Provider where its native library loads, else the JDK.
/// The provider is used by reference and never registered, so nothing else in the process changes.
public final class RsaProvider {
  public static final String SIGNATURE = "SHA256withRSA";

  private static final Logger LOG = LoggerFactory.getLogger(RsaProvider.class);
  private static final String CORRETTO_CLASS =
      "com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider";

  private RsaProvider() {}

  /// The same one for the life of the process.
  public static Provider chosen() {
    return Chosen.PROVIDER;
  }

  public static Provider jdk() {
    for (Provider provider : Security.getProviders("Signature." + SIGNATURE)) {
      return provider;
    }
    throw new IllegalStateException("this JDK cannot sign with " + SIGNATURE);
  }

  /// Loads Corretto, which then tests itself in the common pool, and helps there until that is
  /// done: whoever asks it for an algorithm meanwhile does the same tests once more. Before
  /// [#chosen], and only where nobody else's work is in that pool: the caller may have to do it.
  public static void prepareAlone() {
    if (loaded().isPresent()) {
      ForkJoinPool.commonPool().awaitQuiescence(1, TimeUnit.SECONDS);
    }
  }

  /// Empty where it is not on the class path or its native library does not load.
  public static Optional<Provider> corretto() {
    return loaded().filter(RsaProvider::signs);
  }

  private static Optional<Provider> loaded() {
    try {
      return Optional.of((Provider) Class.forName(CORRETTO_CLASS).getField("INSTANCE").get(null));
    } catch (ReflectiveOperationException | LinkageError unusable) {
      LOG.debug("Amazon Corretto Crypto Provider does not load", unusable);
      return Optional.empty();
    }
  }

  // Without its native library the provider exists but offers nothing.
  private static boolean signs(Provider provider) {
    try {
      Signature.getInstance(SIGNATURE, provider);
      return true;
    } catch (GeneralSecurityException absent) {
      return false;
    }
  }

  private static final class Chosen {
    static final Provider PROVIDER = choose();

    private static Provider choose() {
      Provider provider = corretto().orElseGet(RsaProvider::jdk);
      LOG.info("RSA by {} {}", provider.getName(), provider.getVersionStr());
      return provider;
    }
  }
}
