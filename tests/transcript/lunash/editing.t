# Line editing, as `expect` scripts and people use it.
# source: proposed
% lab --ready
% sh expect "$HERE/editing.exp" "$SSH_CONFIG" $LUNETTE_HOST $LUNETTE_ADMIN_PASSWORD
all as expected
