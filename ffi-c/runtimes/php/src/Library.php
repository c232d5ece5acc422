<?php

declare(strict_types=1);

namespace SeamAcs;

/**
 * libseam_acs, loaded once a process.
 *
 * @internal
 */
final class Library
{
    private const FILE = 'libseam_acs.so.0';

    private static ?\FFI $ffi = null;

    public static function ffi(): \FFI
    {
        return self::$ffi ??= self::checked(self::open());
    }

    /** Calls a function whose last argument is an error, and throws what it fails with. */
    public static function call(string $function, mixed ...$arguments): void
    {
        $ffi = self::ffi();
        $error = $ffi->new('seam_acs_error *');
        if ($ffi->$function(...[...$arguments, \FFI::addr($error)]) !== 0) {
            throw self::taken($error);
        }
    }

    /** The same for a function that gives a new object through the pointer before the error. */
    public static function create(string $type, string $function, mixed ...$arguments): \FFI\CData
    {
        $created = self::ffi()->new("$type *");
        self::call($function, ...[...$arguments, \FFI::addr($created)]);

        return $created;
    }

    /** The same for a function that gives a text, which is freed here. */
    public static function text(string $function, mixed ...$arguments): string
    {
        $text = self::create('char', $function, ...$arguments);
        try {
            return \FFI::string($text);
        } finally {
            self::ffi()->seam_acs_string_free($text);
        }
    }

    /** A text for C, which ends at the first NUL: a cut id is another id. */
    public static function utf8(string $name, mixed $value): string
    {
        if (!is_string($value) && !$value instanceof \Stringable) {
            throw Error::invalidArgument("$name must be text, not " . get_debug_type($value));
        }
        $text = (string) $value;
        if (str_contains($text, "\0")) {
            throw Error::invalidArgument("$name must not contain a NUL");
        }

        return $text;
    }

    /** Preloaded (php-fpm with ffi.preload), where the variable says, beside this package, or where the system looks. */
    private static function open(): \FFI
    {
        try {
            return \FFI::scope('SEAM_ACS');
        } catch (\FFI\Exception) {
            // Nobody has preloaded it.
        }
        $named = self::isPrivileged() ? null : (getenv('SEAM_ACS_LIBRARY') ?: null);
        $beside = dirname(__DIR__) . '/native/' . self::FILE;
        $file = $named ?? (is_file($beside) ? $beside : self::FILE);
        $declarations = preg_replace('/^#.*$/m', '', (string) file_get_contents(__DIR__ . '/seam_acs.h'));
        try {
            return \FFI::cdef((string) $declarations, $file);
        } catch (\FFI\Exception $error) {
            throw new LibraryError(
                "seam_acs cannot load $file: install it, or put its full path into SEAM_ACS_LIBRARY; "
                . "in php-fpm, set ffi.preload too ({$error->getMessage()})",
                previous: $error,
            );
        }
    }

    /** Whether the process has other rights than its caller, who must not say what code it runs. */
    private static function isPrivileged(): bool
    {
        try {
            $libc = \FFI::cdef(
                'unsigned getuid(void); unsigned geteuid(void); unsigned getgid(void); unsigned getegid(void);'
                . ' unsigned long getauxval(unsigned long type);',
            );
        } catch (\FFI\Exception) {
            // Where nothing can be declared, nothing is loaded by a name either.
            return true;
        }
        $atSecure = 23;

        return $libc->getuid() !== $libc->geteuid() || $libc->getgid() !== $libc->getegid() || $libc->getauxval($atSecure) !== 0;
    }

    private static function checked(\FFI $ffi): \FFI
    {
        [$major, $minor] = [intdiv($ffi->seam_acs_abi_version(), 1000), $ffi->seam_acs_abi_version() % 1000];
        [$wanted, $least] = [intdiv(Generated::ABI_VERSION, 1000), Generated::ABI_VERSION % 1000];
        if ($major !== $wanted || $minor < $least) {
            throw new LibraryError(
                'the libseam_acs that was found is not the one that seam_acs ' . Generated::VERSION . ' needs (ABI '
                . Generated::ABI_VERSION . '): install the library of that version, or put its full path into SEAM_ACS_LIBRARY',
            );
        }

        return $ffi;
    }

    private static function taken(\FFI\CData $error): Error
    {
        try {
            return Error::from(json_decode(self::ffi()->seam_acs_error_to_json($error), true, flags: JSON_THROW_ON_ERROR));
        } finally {
            self::ffi()->seam_acs_error_free($error);
        }
    }
}
