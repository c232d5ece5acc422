module seam-acs-bench

go 1.19

require github.com/seamapi/go v0.2.0
