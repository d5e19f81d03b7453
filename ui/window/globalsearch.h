#pragma once

#include "ui/widgets/suggestionlist.h"
#include "ui/window/searchhits.h"

#include <QtCore/QPointer>
#include <QtWidgets/QLineEdit>

#include <functional>

namespace oriel::ui {

class FocusReturn;
class Theme;

/// What the search finds beside resources: a page, a command, a project.
struct SearchCommand
{
    QString title;
    QString kind; ///< "Page"
    QString detail{};
    QString icon{};
    std::function<void()> open;
    QStringList alsoCalled{}; ///< other names that find it
    bool elsewhere = false;   ///< on another page: it comes after all others
    bool possible = true;     ///< otherwise it comes after those that match as well
};

/// The global search field (Ctrl+K): finds the resources of all list pages by name, ID or IP
/// address, among the rows held by the stores; and pages, commands and projects. The hits open
/// below the field; Up, Down and the mouse move the highlight, and Enter opens the highlighted hit.
/// If Enter comes before the hits, it opens the unambiguous one: the only one, or the one with
/// exactly that name.
class GlobalSearch : public QLineEdit
{
    Q_OBJECT

public:
    explicit GlobalSearch(Theme &theme, QWidget *parent = nullptr);

    /// Null: no search (signed out).
    void setStores(store::CloudStores *stores);
    /// Returns everything that can be found beside resources; called for each text.
    void setCommands(std::function<std::vector<SearchCommand>()> commands)
    {
        m_commands = std::move(commands);
    }
    /// The commands or the stores have changed: the same text may find more.
    void searchAgain();
    [[nodiscard]] const std::vector<SearchHit> &hits() const { return m_hits; }
    /// The text that the hits belong to; the field may already contain another one.
    [[nodiscard]] const QString &hitsOf() const { return m_hitsOf; }

Q_SIGNALS:
    void navigate(const oriel::ui::Route &route);
    /// A search has finished.
    void searched();

protected:
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void search();
    void showHits(std::vector<SearchHit> hits);
    void openList();
    void open(const QString &key);
    /// A hit, as it is listed.
    struct Found
    {
        QString key;
        std::pair<int, int> rank; ///< of the match; then resources before commands
        Suggestion line;
        std::function<void()> open;
    };
    /// The best hits first.
    [[nodiscard]] std::vector<Found> found(const QString &typed);
    [[nodiscard]] std::vector<Found> foundCommands(const QString &typed);
    void watchStores();

    Theme &m_theme;
    FocusReturn *m_focus; ///< after Escape
    QPointer<store::CloudStores> m_stores;
    std::unique_ptr<store::Subscription> m_subscription;
    SuggestionList *m_list;
    std::vector<SearchHit> m_hits;
    std::function<std::vector<SearchCommand>()> m_commands;
    std::vector<Found> m_found; ///< what the list shows
    QString m_hitsOf;           ///< the text that m_hits belongs to
    quint64 m_generation = 0;
    bool m_searching = false;
    bool m_again = false; ///< the stores have changed during the search
    bool m_enter = false; ///< Enter was pressed before the hits arrived
};

} // namespace oriel::ui
