package dev.gatehouse.door;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// Why a door stayed shut: the check that failed, what it expected, what it found, and what would
/// open the door. For the owner's eyes; carries no secret and no whole token.
public sealed interface Reason {
  /// What went wrong and what would open the door, in a sentence or two.
  String sentence();

  // Doors

  /// Nothing here: no route, stage, function URL or pool has this address.
  record NoSuchDoor(String asked) implements Reason {
    @Override
    public String sentence() {
      return "no door is called " + asked + "; `gatehouse status` lists the doors";
    }
  }

  /// The request itself cannot be served, whoever sends it.
  record BadRequest(String problem) implements Reason {
    @Override
    public String sentence() {
      return problem;
    }
  }

  /// The guest may pass, but too many are inside already.
  record TooMany(String limit) implements Reason {
    @Override
    public String sentence() {
      return "too many at once: " + limit;
    }
  }

  /// What stands behind the door did not do its part.
  record Broken(String what) implements Reason {
    @Override
    public String sentence() {
      return what;
    }
  }

  // Tokens

  /// @param where `$request.header.Authorization`, `Authorization header` say
  /// @param expected `a bearer token`, `a SigV4 signature` say
  record NoCredential(String where, String expected) implements Reason {
    @Override
    public String sentence() {
      return "no credential: " + where + " is empty; send " + expected;
    }
  }

  record MalformedToken(String problem) implements Reason {
    @Override
    public String sentence() {
      return "not a usable JWT: " + problem + "; send a token whole, as its issuer gave it";
    }
  }

  /// @param found the header's `alg`
  record AlgorithmRefused(String found, List<String> expected) implements Reason {
    @Override
    public String sentence() {
      return "token is signed with "
          + found
          + ", this lock accepts "
          + expected
          + "; get one from the issuer that it trusts";
    }
  }

  record UnknownSigningKey(String keyId, String issuer) implements Reason {
    @Override
    public String sentence() {
      return "token names key "
          + keyId
          + ", which is not among the keys of "
          + issuer
          + "; get a token from there";
    }
  }

  record KeysUnavailable(String issuer, String problem) implements Reason {
    @Override
    public String sentence() {
      return "keys of "
          + issuer
          + " could not be fetched: "
          + problem
          + "; the door opens when they can be";
    }
  }

  record TokenSignatureMismatch(String keyId) implements Reason {
    @Override
    public String sentence() {
      return "token's signature does not verify with key "
          + keyId
          + ": it was altered or signed by somebody else; send one as its issuer gave it";
    }
  }

  record WrongIssuer(String expected, String found) implements Reason {
    @Override
    public String sentence() {
      return "token was issued by "
          + found
          + ", this lock trusts "
          + expected
          + "; get a token from there";
    }
  }

  /// @param claim `aud` or `client_id`, whichever was consulted
  record WrongAudience(String claim, List<String> expected, List<String> found) implements Reason {
    @Override
    public String sentence() {
      return "token's "
          + claim
          + " is "
          + found
          + ", this lock accepts one of "
          + expected
          + "; get a token for one of these, or add the other to the authorizer's Audience";
    }
  }

  /// @param holder `client NAME`, or whoever else the token was given to
  record TokenExpired(Instant expired, Duration ago, String holder) implements Reason {
    @Override
    public String sentence() {
      return "token expired "
          + clock(ago)
          + " ago; "
          + holder
          + " needs a new one (it was good until "
          + expired
          + ")";
    }
  }

  /// @param claim `nbf` or `iat`
  record TokenNotYetValid(String claim, Instant from, Duration early) implements Reason {
    @Override
    public String sentence() {
      return "token's "
          + claim
          + " is "
          + from
          + ", "
          + clock(early)
          + " from now: wait, or set its issuer's clock right";
    }
  }

  record BadClaim(String claim, String expected, String found) implements Reason {
    @Override
    public String sentence() {
      return "token's " + claim + " should be " + expected + ", it is " + found;
    }
  }

  /// @param remedy who can get one of them, and how
  record MissingScope(List<String> anyOf, List<String> found, String remedy) implements Reason {
    @Override
    public String sentence() {
      return "route asks for one of " + anyOf + ", token has " + found + "; " + remedy;
    }
  }

  // Signatures

  record MalformedSignature(String problem) implements Reason {
    @Override
    public String sentence() {
      return "not a usable SigV4 signature: " + problem;
    }
  }

  record UnknownAccessKey(String accessKeyId) implements Reason {
    @Override
    public String sentence() {
      return "access key " + accessKeyId + " is not known here; `gatehouse env` prints one that is";
    }
  }

  record BadSessionToken(String accessKeyId, String problem) implements Reason {
    @Override
    public String sentence() {
      return "session token of access key " + accessKeyId + " " + problem;
    }
  }

  record SignatureTimeOutsideWindow(Instant signed, Instant now, Duration window)
      implements Reason {
    @Override
    public String sentence() {
      return "signed at "
          + signed
          + ", which is "
          + clock(Duration.between(signed, now).abs())
          + " from now; at most "
          + clock(window)
          + " is accepted: set the signer's clock right, or sign again";
    }
  }

  /// @param part `region`, `service`, `date` or `terminator`
  record WrongCredentialScope(String part, String expected, String found) implements Reason {
    @Override
    public String sentence() {
      return "signed for "
          + part
          + " "
          + found
          + ", this door is "
          + part
          + " "
          + expected
          + "; sign for that";
    }
  }

  /// @param hint what most likely differs between the signed and the received request
  record SignatureMismatch(String accessKeyId, String hint) implements Reason {
    @Override
    public String sentence() {
      return "signature of access key " + accessKeyId + " does not match the request: " + hint;
    }
  }

  // Policies

  /// @param because `no identity-based policy allows it`, `an explicit deny in POLICY` say
  record NotPermitted(String principal, String action, String resource, String because)
      implements Reason {
    @Override
    public String sentence() {
      return principal + " may not " + action + " on " + resource + ": " + because;
    }
  }

  /// A Lambda authorizer said no.
  record AuthorizerRefused(String authorizer, String answer) implements Reason {
    @Override
    public String sentence() {
      return "authorizer " + authorizer + " answered " + answer;
    }
  }

  // OAuth

  /// @param error the OAuth error code that the guest was told (RFC 6749 §5.2)
  record OAuthRefused(String error, String problem) implements Reason {
    @Override
    public String sentence() {
      return error + ": " + problem;
    }
  }

  private static String clock(Duration duration) {
    return "%02d:%02d:%02d"
        .formatted(duration.toHours(), duration.toMinutesPart(), duration.toSecondsPart());
  }
}
