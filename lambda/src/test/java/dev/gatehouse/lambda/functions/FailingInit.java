package dev.gatehouse.lambda.functions;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;

/// A function that cannot be constructed.
public final class FailingInit implements RequestHandler<Object, String> {
  public FailingInit() {
    throw new IllegalStateException("no table name");
  }

  @Override
  public String handleRequest(Object event, Context context) {
    return "never";
  }
}
