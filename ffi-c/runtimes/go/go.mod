module github.com/seam-acs/seam-acs/ffi-c/runtimes/go

// Debian 12 has Go 1.19.
go 1.19

require github.com/ebitengine/purego v0.10.2
