<?php

declare(strict_types=1);

namespace SeamAcs;

/** Who would be added and who removed, before anything is changed. It can be saved as JSON and applied later. */
final class Plan implements \JsonSerializable, \Stringable
{
    public function __construct(public readonly string $json)
    {
    }

    /** ['groups' => [['add' => […], 'remove' => […], …]], …] */
    public function jsonSerialize(): array
    {
        return json_decode($this->json, true, flags: JSON_THROW_ON_ERROR);
    }

    /** A table for people. */
    public function __toString(): string
    {
        $plan = Library::create('seam_acs_plan', 'seam_acs_plan_from_json', Library::utf8('plan', $this->json));
        try {
            return Library::text('seam_acs_plan_to_table', $plan);
        } finally {
            Library::ffi()->seam_acs_plan_free($plan);
        }
    }
}
