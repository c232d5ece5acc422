<?php

declare(strict_types=1);

namespace SeamAcs;

/**
 * The arguments of one call, in the order and the form in which C takes them.
 *
 * @internal
 */
final class Arguments
{
    /** What may be left out. */
    private const OPTIONAL = ['rest', 'json', 'flag'];

    /** @param array<string, mixed> $given null was left out */
    public function __construct(private readonly string $operation, private array $given)
    {
        $this->given = array_filter($given, fn (mixed $value) => $value !== null);
    }

    /** Begins the operation of these arguments. */
    public function begin(\FFI\CData $client): Operation
    {
        ['function' => $function, 'arguments' => $kinds] = $this->form();
        $plan = null;
        try {
            $in_c = [];
            foreach ($kinds as $name => $kind) {
                if ($kind === 'plan') {
                    $plan = Library::create('seam_acs_plan', 'seam_acs_plan_from_json', $this->planJson());
                }
                $in_c[] = $kind === 'plan' ? $plan : $this->inC($name, $kind, $kinds);
            }

            return new Operation(Library::create('seam_acs_op', $function, $client, ...$in_c), $this->operation);
        } finally {
            Library::ffi()->seam_acs_plan_free($plan);
        }
    }

    /** @return array{function: string, arguments: array<string, string>} */
    private function form(): array
    {
        $forms = Generated::OPERATIONS[$this->operation]['forms'];
        foreach ($forms as $form) {
            if ($this->fits($form['arguments'], $forms)) {
                return $form;
            }
        }
        // Each form begins with an id of its own.
        $both = array_intersect(array_map(fn (array $form) => array_key_first($form['arguments']), $forms), array_keys($this->given));
        if (count($both) > 1) {
            throw Error::invalidArgument(implode(' cannot be used together with ', $both));
        }
        $ways = array_map(fn (array $form) => implode(', ', array_keys($form['arguments'])), $forms);
        throw Error::invalidArgument(
            "$this->operation takes " . implode(' or ', $ways) . '; it was given ' . implode(', ', array_keys($this->given)),
        );
    }

    private function fits(array $kinds, array $forms): bool
    {
        $needed = array_keys(array_filter($kinds, fn (string $kind) => !in_array($kind, self::OPTIONAL, true)));
        $others = array_diff(array_keys($this->given), array_keys($kinds));
        // Both ids of a user at once must not look like an option.
        $ids = array_merge(...array_map(fn (array $form) => array_keys($form['arguments']), $forms));

        return array_diff($needed, array_keys($this->given)) === []
            && ($others === [] || (in_array('rest', $kinds, true) && array_intersect($others, $ids) === []));
    }

    private function inC(string $name, string $kind, array $kinds): int|string
    {
        $value = $this->given[$name] ?? null;

        return match ($kind) {
            'flag' => $value === false ? 0 : 1,
            'json' => is_string($value) ? Library::utf8($name, $value) : self::object((array) $value),
            'rest' => self::object((array) $value + array_diff_key($this->given, $kinds)),
            'table' => self::table($name, $value),
            default => Library::utf8($name, $value),
        };
    }

    /** Rows, CSV or JSON text, or an open file with either. */
    private static function table(string $name, mixed $value): string
    {
        if (is_resource($value)) {
            $bytes = (string) stream_get_contents($value);

            return Library::text('seam_acs_decode_table', $bytes, strlen($bytes));
        }

        return is_iterable($value) ? self::encoded([...$value]) : Library::utf8($name, $value);
    }

    private function planJson(): string
    {
        $plan = $this->given['plan'];

        return Library::utf8('plan', match (true) {
            $plan instanceof Plan => $plan->json,
            is_array($plan) => self::encoded($plan),
            default => $plan,
        });
    }

    private static function object(array $members): string
    {
        return $members === [] ? '{}' : self::encoded($members);
    }

    private static function encoded(array $value): string
    {
        try {
            return json_encode($value, JSON_THROW_ON_ERROR | JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES);
        } catch (\JsonException $error) {
            throw Error::invalidArgument("an argument is not what JSON can hold: {$error->getMessage()}");
        }
    }
}
