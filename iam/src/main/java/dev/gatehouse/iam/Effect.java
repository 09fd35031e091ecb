package dev.gatehouse.iam;

enum Effect {
  ALLOW,
  DENY
}
