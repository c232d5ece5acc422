from seam_acs import Seam

with Seam() as seam:
    seam.acs.users.add_to_access_group(
        acs_user_id="33333333-3333-3333-3333-333333333333",
        acs_access_group_id="44444444-4444-4444-4444-444444444444",
    )
    print("Recorded by Seam; the access system follows.")
