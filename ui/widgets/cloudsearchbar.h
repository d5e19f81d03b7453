#pragma once

#include "base/result.h"
#include "store/cloudstores.h"

#include <QtWidgets/QWidget>

#include <functional>

namespace oriel::ui {

class NoticeBar;
class Theme;

/// Under the filter of a list that is too long to be held: says so, and looks through the whole
/// cloud for what is typed there. Hidden where a list is whole.
class CloudSearchBar final : public QWidget
{
    Q_OBJECT

public:
    using Then = std::function<void(Result<store::Found>)>;
    using Search = std::function<void(const QString &text, Then then)>;

    explicit CloudSearchBar(Theme &theme, QWidget *parent = nullptr);

    /// Where there is none (a list of few things), the bar stays hidden. `by` says what one can
    /// look for: "a part of its name, or its id".
    void setSearch(Search search, const QString &by);
    /// `held` rows are listed, and `text` stands in the filter.
    void update(const store::LoadState &state, qsizetype held, const QString &text);

    /// Whether there is something to be looked for that was not yet.
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
    QString m_searched; ///< what was looked for last; m_found is of that, once it is there
    bool m_searching = false;
    std::optional<Result<store::Found>> m_found;
};

} // namespace oriel::ui
