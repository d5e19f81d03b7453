#pragma once

#include "base/result.h"
#include "store/cloudstores.h"

#include <QtWidgets/QWidget>

#include <functional>

namespace oriel::ui {

class NoticeBar;
class Theme;

/// Below the filter of a list that is too long to be held: says so, and searches the whole cloud
/// for the text in the filter. Hidden for complete lists.
class CloudSearchBar final : public QWidget
{
    Q_OBJECT

public:
    using Then = std::function<void(Result<store::Found>)>;
    using Search = std::function<void(const QString &text, Then then)>;

    explicit CloudSearchBar(Theme &theme, QWidget *parent = nullptr);

    /// Without it (for short lists), the bar stays hidden. `by` says what can be searched for: "a
    /// part of its name, or its ID".
    void setSearch(Search search, const QString &by);
    /// `held` rows are listed, and the filter contains `text`.
    void update(const store::LoadState &state, qsizetype held, const QString &text);

    /// Whether there is a text that has not been searched for yet.
    [[nodiscard]] bool offers() const;
    void search();

private:
    void show();
    void answered(const QString &text, Result<store::Found> found);
    [[nodiscard]] QString foundText(const store::Found &found) const;

    NoticeBar *m_notice;
    Search m_search;
    QString m_by;
    bool m_hasMore = false;
    qsizetype m_held = 0;
    QString m_text;
    QString m_searched; ///< the last search; m_found is its result, once it has arrived
    bool m_searching = false;
    std::optional<Result<store::Found>> m_found;
};

} // namespace oriel::ui
