# The front door; what is behind it is Meson's (meson.build) and scripts/.
all:         ; @scripts/setup && ninja -C build
demo:        ; @scripts/setup demo && ninja -C build && build/prog/lab/lunette demo
check:       ; @scripts/setup demo test bench && scripts/check
bench:       ; @scripts/setup demo bench && ninja -C build && bench/run
install:     all ; meson install -C build --no-rebuild
docs: all    ; ninja -C build write_docs
.PHONY: all demo check bench install docs
