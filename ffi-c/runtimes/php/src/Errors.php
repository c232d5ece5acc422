<?php

declare(strict_types=1);

// Generated from api/operations.toml by `cargo xtask generate`; do not edit.

namespace SeamAcs;

/** A bug in this library, contained. Please report it. */
final class Internal extends Error
{
}

/** The operating system refused a thread, a descriptor or memory. */
final class Resources extends Error
{
}

/** A required argument is NULL. */
final class NullArgument extends Error
{
}

/** A text argument is not valid UTF-8. */
final class Utf8 extends Error
{
}

/** A value was refused before anything was sent; the message names it. */
final class InvalidArgument extends Error
{
}

/** The object is not in a state for this call, such as the result of a pending operation. */
final class State extends Error
{
}

/** An option is unknown, out of range, or in conflict with another. */
final class Options extends Error
{
}

/** A credential is not of the right kind. */
final class Token extends Error
{
}

/** This build or platform cannot do it. */
final class NotSupported extends Error
{
}

/** Cancelled. A change with this status was never sent. */
final class Cancelled extends Error
{
}

/** The deadline passed. A change with this status was never sent. */
final class Deadline extends Error
{
}

/** The operation belongs to the parent of this forked process, which owns its outcome. */
final class Forked extends Error
{
}

/** The host name could not be resolved. */
final class Dns extends Error
{
}

/** No connection could be made. */
final class Connect extends Error
{
}

/** The TLS connection could not be made: the message says what is wrong with the certificate. */
final class Tls extends Error
{
}

/** The proxy refused or failed. */
final class Proxy extends Error
{
}

/** The connection broke, or no answer came in time. */
final class Network extends Error
{
}

/** The credentials were not accepted (HTTP 401). */
final class Unauthorized extends Error
{
}

/** The credentials do not allow this (HTTP 403). */
final class Forbidden extends Error
{
}

/** Seam knows no such user, group or other thing (HTTP 404). */
final class NotFound extends Error
{
}

/** Seam refused the request as wrong; see seam_acs_error_validation_errors (other HTTP 4xx). */
final class InvalidInput extends Error
{
}

/** Seam refused the request as in conflict with its state (HTTP 409). */
final class Conflict extends Error
{
}

/** Too many requests (HTTP 429); see seam_acs_error_retry_after_ms. */
final class RateLimited extends Error
{
}

/** Seam, or something before it, failed (HTTP 5xx). */
final class Server extends Error
{
}

/** The answer is not from Seam: a login page, an empty body, a redirect. */
final class UnexpectedResponse extends Error
{
}

/** Some changes of a list were not made: the report says which. */
final class Partial extends Error
{
}

/** A plan was refused: it would do too much, or it is out of date. Nothing was changed. */
final class Guard extends Error
{
}

/** The audit log could not be written, so nothing was sent. */
final class Audit extends Error
{
}

/** The change may or may not be recorded: read the membership before you act on it. */
final class OutcomeUnknown extends Error
{
}
