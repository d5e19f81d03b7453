#include "store/store.h"

namespace oriel::store {

void StoreBase::setState(LoadState state)
{
    if (state == m_state)
        return;
    m_state = std::move(state);
    Q_EMIT stateChanged();
}

} // namespace oriel::store
