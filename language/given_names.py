"""Given names that are common where the two languages are spoken, in lower case: which of two names is the first one.

Names of everyday life in Britain, America, Germany, Austria and Switzerland, those of their immigrants among them. A
name that is not here may still be a given name; one that is here may still be a surname ("James", "Martin"), so the
list only decides between readings that are possible by what stands around them.
"""

from language import words

GIVEN = words.bag("""
aaron abbey abbie abby abdul abdullah abe abel abigail abraham ada adam adan addie addison adela adele adeline adolfo
adrian adriana adrienne agatha agnes agustin ahmad ahmed ahmet aidan aiden aileen aimee aisha aishwarya ajay akash akira
alan alana alastair albert alberta alberto alden alec alejandra alejandro aleksander alena alessandra alessandro alessia
alex alexa alexander alexandra alexandre alexandria alexia alexis alfie alfred alfreda alfredo ali alice
alicia alina alisa alisha alison alissa alistair alisha allan allen allie allison alma alois alonzo aloysius alphonse
althea alvaro alvin alyssa alwin amalia amanda amara amber ambrose amelia amelie amie amina amir amit amos amy ana
anabel anastasia anders andre andrea andreas andree andreea andres andrew andrey andy anette angel angela angelica
angelika angelina angelo angie angus anil anika anita anja anjali anke ann anna annabel annabelle anne annegret anneliese
annemarie annett annette annie annika ansgar anthony antje antoine antoinette anton antonella antonia antonio anya
apolonia april arabella archie ariana ariane arianna ariel arjun arlene armando armin arne arnold arnulf aron art
arthur artur arturo arvid ash asha asher ashley ashlyn astrid athena aubrey audrey august augusta auguste augustine
augusto aurelia aurora austin autumn ava avery axel ayesha ayla ayse aysha aziz bailey barb barbara barney barnabas
barrett barry bart bartholomew bastian bea beate beatrice beatrix beau becca becky belinda bella ben benedict benedikt
benita benito benjamin benni bennett benny benson bernadette bernard bernardo bernd bernhard bernice bernie bert berta
bertha bertram beryl bess bessie beth bethan bethany betsy bette bettie bettina betty bettye beverley beverly bianca bilal
bill billie billy birgit birgitta birte bjorn björn blaine blair blake blanca blanche bob bobbie bobby bodo bonnie boris
brad bradford bradley brady brandi brandon brandy branden brayden breanna brenda brendan brennan brent brett brian briana
brianna bridget bridgette brigid brigitte britney britta brittany britney britt brock bronwen brooke brooklyn
bruce bruno bryan bryant bryce bryn bryony burak burkhard burt byron caitlin caleb calum callum calvin cameron camila
camilla camille can candace candice candy carina carissa carl carla carlo carlos carlotta carlton carly carmela carmelo
carmen carol carola carole carolin carolina caroline carolyn carrie carsten carter casey cassandra cassie catalina
catarina catharina cathal catherine cathleen cathrin cathy catrin cecil cecile cecilia cedric celeste celia celina
celine cem cesar chad chaim chandler chantal charity charlene charles charlie charlotta charlotte charlton chas chase
chelsea cher cheri cherie cherry cheryl chester chiara chloe chris chrissie chrissy christa christel christian christiane
christie christin christina christine christoph christopher christy chuck ciara ciaran cindy claire clara clare
clarence clarissa clark claude claudette claudia claudine claudio claus clay clayton clem clemens clement clementine cleo
clifford clifton clint clinton clive clyde cody colby cole colette colin colleen colm connie connor conor conrad
constance constantin consuelo cora coralie cordula corey corina corinna corinne cornelia cornelius cory courtney craig
cristian cristina cristobal crystal curt curtis cynthia cyril cyrus dagmar dahlia daisy dakota dale dalia damian damien damon
dan dana dane danica daniel daniela daniele daniella danielle danny dante daphne dara darcy daren daria dario darius
darla darlene darrel darrell darren darryl daryl dave david davide dawid dawn dean deanna deb debbie debora deborah
debra declan dee deena deepa deepak deidre deirdre delbert delia delilah della delores deloris demetrius den dena denis denise
deniz dennis derek derrick desiree desmond destiny detlef devin devon dexter diana diane dianna dianne dick diego dieter
dieterich dietmar dietrich dilan dilip dimitri dina dino dion dirk dmitri dolores dolly dominic dominik dominique don donald
donna donovan dörte dora doreen dorian doris dorit dorothea dorothee dorothy doug dougie douglas drew duane duncan dustin dusty
dwayne dwight dylan earl earnest ebony eckhard ed eddie edeltraud edgar edith edmond edmund edna eduardo edward edwin
edwina efrain egon eike eileen eilidh ekaterina elaine elanor eldon eleanor elena eleni elfriede eli elia elias elijah
elina elinor elisa elisabeth elise eliza elizabeth elke ella elle ellen ellie elliot elliott ellis elma elmar elmer elodie
eloise elsa elsbeth else elsie elton elvira elvis elwood elena emanuel emanuele emely emerson emil emile emilia emiliano
emilie emilio emily emine emir emma emmanuel emmett emmy emre ender enid enno enrico enrique enya eric erica erich erick
ericka erik erika erin erma erna ernest ernestine ernesto ernie ernst errol erwin esme esmeralda esra esteban estela
estella estelle esther ethan ethel etta eugen eugene eugenia eunice eva evan evangeline eve evelin evelyn everett ewald
ewan ezra fabian fabiana fabienne fabio fabrice faith falk fanny farah farid fatih fatima fatma fay faye federica
federico felicia felicitas felicity felipe felix ferdinand fergus fernanda fernando filip filippo filiz finlay finley fiete finn
fiona fletcher flo flora florence florentine florian floyd frances francesca francesco francine francis francisca
francisco franco francois francoise frank frankie franklin franz franziska françois frauke fred freda freddie freddy
frederic frederick frederik frederike fredrick freya frida frieda friedel friedhelm friedrich friederike fritz gabby
gabi gabriel gabriela gabriele gabriella gabrielle gail gareth garrett garry garth gary gavin gaynor gaël gemma gena gene
genevieve geoff geoffrey georg george georges georgette georgia georgie georgina gesa gerald geraldine gerard gerardo gerd gerda
gerhard gerlinde german germaine gernot gerold gerrit gerry gert gertraud gertrud gertrude gianluca gianna gianni gilbert
gilberto gilda giles gill gillian gina ginger ginny gino giorgio giovanna giovanni gisela giselle gita giulia giulio
giuseppe gladys glen glenda glenn gloria glyn godfrey gonzalo gordon götz grace gracie graeme graham grant greg gregor
gregorio gregory greta gretchen grete gretel griffin grover guadalupe gudrun guido guillermo gundula gunnar gunter günter
günther gunther gus gustav gustavo guy gwen gwendolyn gwyneth habib hadi hailey hakan hal haley halina hamid hamza hana
hank hanna hannah hannelore hannes hans hansjörg harald harley harold harriet harriett harris harrison harry hartmut hauke harvey
hasan hassan hattie hayden hayley hazel heath heather hector hedwig heide heidemarie heidi heike heiko heiner heinrich
heinz helen helena helene helga helge hella hellmut helmut hendrik henning henri henrietta henriette henrik henry
herbert heribert herman hermann herminia hilary hilda hilde hildegard hiltrud holger hollie holly homer hope horace horst
howard hubert hugh hugo humphrey hussein ian ibrahim ida ignacio igor ike ilka ilona ilse imke imogen imran ina indira ines
inga inge ingeborg ingo ingolf ingrid inka ira irena irene irina iris irma irmgard irvin irving isaac isabel isabell
isabella isabelle isaiah isiah iska ismael ismail israel issac ivan ivana ivo ivy iwan jace jack jackie jackson jaclyn jacob
jacqueline jacques jada jade jaime jake jakob jakub jamal james jamie jan jana jane janet janette janice janie janin janina
janine janis janna janosch jared jarrod jasmin jasmine jason jasper javier jay jayden jayne jean jeanette jeanne jeannette
jeannie jeannine jeff jefferson jeffery jeffrey jemima jemma jen jenna jennie jennifer jenny jens jeremiah jeremy jerome
jerry jess jesse jessica jessie jesus jette jill jillian jim jimmie jimmy jo joachim joan joana joann joanna joanne
jocelyn jochen jodi jodie jody joe joel joelle joerg joey johan johann johanna johannes john johnathan johnnie johnny jolanda
jolene jon jonah jonas jonathan joni jonny joost jordan jordi jorge jose josef josefa josefine joseph josephine josh joshua
josiah josie jost josue josé joy joyce jörg jörn juan juana juanita judith judy juergen jule jules julia julian juliana
juliane julianna julianne julie julien juliet julieta juliette julio julius jule june juri jürgen justin justine justus jutta
kaden kai kaitlin kaitlyn kamil kara karen kari karim karin karina karl karla karlheinz karoline karsten kasimir kaspar
kassandra kat kate katelyn katerina katharina katherine kathie kathleen kathrin kathryn kathy katie katja katrin katrina
katy katya kay kaya kayla kaylee kayleigh keegan keira keith kellen kelley kelli kellie kelly kelsey kelvin ken kendall
kendra kendrick kenneth kenny kenya kenza kermit kerri kerrie kerry kerstin kevin khadija khaled khalid kian kiara kieran kilian
kim kimberley kimberly kira kirk kirsten kirstin kirsty kit kitty klara klaus knut konrad konstantin konstanze korbinian kris
krista kristen kristian kristie kristin kristina kristine kristopher kristy krystal krzysztof kunal kurt kyle kylie kyra
lacey ladonna laila lakisha lakshmi lamar lana lance lara larry lars lasse latasha latisha latonya latoya laura laureen
laurel lauren laurence laurent laurie laurin lavinia lawrence layla lea leah leander leandra leanne leann lee leela leigh
leila leland lena lenard lenny lennart lenore leo leon leona leonard leonardo leonhard leonie leonor leonora leopold
leopoldo leroy lesley leslie lester leticia leyla levi levin lewis lexi liam lidia liesel lieselotte lila lilian liliana
lilli lillian lillie lilly lily lina linda lindsay lindsey linnea linus lionel lisa lisbeth liselotte lissy liv livia
liz liza lizzie lloyd logan lois lola lonnie lora loraine lore loredana loren lorena lorenz lorenza lorenzo loretta lori lorna lorraine lothar
lottie lotte lou louis louisa louise lourdes luc luca lucas lucia lucian luciana luciano lucie lucille lucinda lucio
lucius lucy ludger ludmila ludwig luigi luis luisa luise luka lukas luke lulu luna lutz lutter luther lydia lyle lyn lynda
lyndon lynette lynn lynne mabel mable mack mackenzie macy maddie maddison madeleine madeline madison mads mae magda
magdalena maggie magnus mahmoud mahmud maik maike maja malcolm malik malina malte malvina mamie mandy manfred manuel manuela mara
marc marcel marcela marcella marcello marcelo marcia marcin marco marcos marcus marek maren margaret margareta margarete margarita
margaux marge margery margie margit margitta margo margot margret marguerite maria mariah mariam marian mariana marianne
maribel marie mariella marietta marika mariko marilyn marina mario marion maris marisa marisol marissa marius marjorie marko
markus marla marlen marlena marlene marlies marlon marlys marnie marsha marta martha marti martin martina marty marvin mary
maryam maryann maryanne marylou matej mateo mateusz mathew mathias mathilda mathilde matilda matt matteo matthew
matthias matthis mattie maud maude maura maureen maurice mauricio maurizio mavis max maxim maxima maximilian maxine maxwell maya
mechthild meg megan meghan mehmet meike meinhard mel melanie melina melinda melissa mellie melody melvin mercedes meredith merle
merlin merve mervyn mia micah michael michaela michaele michal michel michela michele michelle mick mickey miguel mikael
mike mikkel mila milan milana mildred milena miles miley milo milton mimi mina mindy minna minnie mira miranda mireille
miriam mirjam mirko miroslav misty mitch mitchell mitzi mo moe mohamed mohammad mohammed mohan mohit moira mollie molly
mona monica monika monique monroe monte morgan moritz morris mortimer moses moshe muhammad murat muriel murray mustafa
mya myles myra myriam myrna myrtle nadia nadine nadja naomi narendra natalia natalie natasha nate nathalie nathan nathaniel
navid neal ned neha neil nell nellie nelly nelson nena nestor nettie neve neville nia niall nichola nicholas nichole nick
nicki nicklas nicky nico nicola nicolai nicolas nicole nicoletta niels nigel nihal nikita nikki niklas niko nikola nikolai nikolas
nikolaus nils nina ninette nino nisha nita noah noel noelle noemi nola nolan nora norah norbert noreen norma norman norton
nuria odette odessa ofelia olaf ole oleg olga olive oliver olivia olivier ollie omar ophelia oskar oscar osman osvaldo oswald
otis otmar ottilie otto owen ozan pablo paige paloma pam pamela pansy paola paolo paris parker pascal pascale pat patience
patrice patricia patricio patrick patsy patti patty paul paula paulette paulina pauline paulo pawel pearl pedro peg peggy
penelope penny percy perla perry pete peter petra petros peyton phil philip philipp philippa phillip phoebe phyllis pia pierre
piers piet pietro piotr polly poppy porter prakash pranav precious preston priscilla priya quentin quincy quinn quinton
rabea rachael rachel rachelle rae raffael rafael rafal ragnar raheem rahul rainer raj rajesh ralf ralph ramesh ramon ramona
ramona randal randall randell randi randolph randy raphael raquel rasmus raul ravi ray raymond raymundo rebecca rebekah rebekka reece
reed reese regan reggie regina reginald regine reid reinhard reinhardt reinhold rena renata renate rene renee renée rené
reuben rex reyna rhea rhiannon rhoda rhonda rhys ricarda ricardo riccardo rich richard richie rick rickey ricky rico riley rita
ritchie rob robbie robby robert roberta roberto robin robyn rocco rocio rocky rod roderick rodney rodolfo rodrigo roger rohan
roland rolando rolf roman romana romeo romy ron ronald ronan ronda ronja ronnie rory rosa rosalie rosalind rosalyn rosamund
rosanna rosanne roscoe rose roseann rosella rosemarie rosemary rosi rosie roslyn ross rosetta roswitha rowan rowena roxana
roxanne roy royce ruben ruby rudi rudolf rudolph rudy rufus rukmini rupert russ russel russell ruth ruthie ryan sabine
sabina sabrina sadie sal salah sally salma salman salvador salvatore sam samantha samara samir sammy samson samuel samira
sanchez sandra sandro sandy sanjay santiago santos sara sarah sarina sascha sasha saskia saul saundra savannah scarlett
scott sean seamus sebastian selena selim selina selma serena serge sergej sergei sergio serkan seth shana shane shania shanice
shannon shari sharon shaun shauna shawn shawna shayne sheena sheila shelby sheldon shelia shelley shelly sherman sherri
sherrie sherry sheryl shirley shona shreya sian sibel sibylle sid sidney siegbert siegfried sienna sieglinde sierra sigmund
sigrid silas silke silvan silvana silvia silvio simon simona simone sina sinead siobhan sky skye skylar skyler sofia sofie
sol solveig sonia sonja sonny sonya sophia sophie soraya sören spencer stacey staci stacie stacy stan stanislav stanley
stefan stefania stefanie stefano steffen steffi stella stephan stephanie stephen sterling steve steven stevie stewart stine
stuart sue suleyman sultan sumit sunil suresh susan susana susann susanna susannah susanne sushma susie suzanne suzette suzie suzy
svea sven svenja swantje swen sybil sydney sylvain sylvester sylvia sylvie tabatha tabea tabitha talia tamar tamara tami
tamika tammy tania tanja tanner tanya tara tariq tarek tasha tatiana tatjana taylor ted teddy terence teresa teri terrance
terrence terri terry tess tessa thaddeus thea thelma theo theodor theodora theodore theres theresa therese thies thilo thomas
thora thorsten tia tiana tiara tiffany tilda tillie tillmann tilman tim timm timmy timo timothy tina titus tjark tobi tobias toby
tod todd tom tomas tomasz tommaso tommy toni tonia tony tonya torben torsten tracey traci tracie tracy traudl travis trent
trevor tricia trina trinity tristan trisha troy trudy tucker turner tyler tyrone tyson ubaldo udo uli ulf ulla ulli ulrich
ulrike umut ursel ursula urs uschi ute uwe val valentin valentina valentine valeria valerie vanessa vaughn veit velma vera
verena verena verna vernon verona veronica veronika vicente vicki vickie vicky victor victoria vijay viktor viktoria vikram
vince vincent vincenzo viola violet violetta virgil virginia vitali vivian viviane vivien vivienne vladimir volker volkmar
wade waldemar walter waltraud wanda warren wayne wendell wendy werner wesley wiebke wilbert wilbur wilfred
wilfried wilhelm wilhelmina wilhelmine willa willard willi william willie willis wilma wilson winfried winifred winnie winston wolf wolfgang
woodrow wyatt xander xaver xavier ximena yan yannick yannik yara yasemin yasmin yasmine yael yesenia yolanda york yousef
yusuf yvette yvonne zac zach zachary zachery zack zara zeynep zeke zelda zelma aarav aditi aditya ajith amita amrita anand ananya anita anjana ankit anu aparna archana aravind arun arvind ashok ashwin asif bala balaji bharat bhavna chandra
deepika dev devi dinesh divya durga ganesh gautam gayathri geetha girish gopal govind hari harish harsha hema indu jagan janani jaya jayanth kala kalyan kamal
kamala karthik kartik kavitha kavya keerthi kiran kishore krishna kumar lalitha lata latha madhu madhavi mahesh mala mani manish manoj meena meenakshi megha mohana
mukesh murali nagaraj nandini naresh naveen nikhil nirmala nithya padma pallavi pooja prabhu pradeep praveen preethi prem priyanka raghu raja rajan rajiv
rajkumar raju rakesh ram rama ramya rani ravindra reena rekha revathi rohit roshan sachin sai sakthi sandeep sangeetha sanjana santhosh saravanan sarita
satish senthil shalini shankar sharmila shiva shivani shobha shruti siddharth sindhu sneha sridhar srinivas subash sudha suman sunita surya swathi uma usha
vani varun vasanth venkat venkatesh vidya vignesh vimal vinay vineeth vinod vishal vishnu vivek yamini yash
zoe zoey zoltan zora zuzanna
""")
"""Given names, in lower case."""

SURNAMES = words.bag("""
abbott adams ahmed akhtar alexander ali allan allen anderson andrews archer armstrong arnold ashton atkins atkinson austin bailey baker baldwin
ball banks barber barker barlow barnes barnett barrett barry barton bates baxter beck becker begum bell bennett bentley benson berg berry bibi
bird bishop black blackburn blake bond booth bowen bowman boyd boyle bradley bradshaw brady bray brennan briggs brooke brooks brookes brown bruce bryant
buckley bull burgess burke burns burrows burton bush butcher butler byrne cameron campbell carlson carpenter carr carroll carter cartwright chadwick chambers
chan chandler chapman charlton chen clark clarke clayton clements coates cohen cole coleman coles collier collins connolly connor conway cook cooke cooper
cox craig crawford cross cruz cunningham curtis dale daly daniels davey davidson davies davis davison dawson day dean dennis diaz dickinson dixon
dodd doherty donnelly douglas doyle duffy duncan dunn dyer edwards elliott ellis evans farrell faulkner ferguson fernandez fisher fitzgerald
fleming fletcher flynn forbes ford foster fowler fox francis franklin fraser freeman frost fuller gallagher garcia gardiner gardner garner george
gibbons gibbs gibson gilbert giles gill glover goddard godfrey gomez gonzalez goodwin gordon gough graham grant gray green greenwood gregory grey
griffin griffiths gupta hale hall hamilton hammond hancock hanson harding hardy harper harris harrison hart hartley harvey hawkins hayes haynes
hayward heath henderson henry herbert hernandez hewitt hicks higgins hill hilton hobbs hodgson holden holland holloway holmes holt hooper hope
hopkins horton houghton howard howarth howe howell howells hudson hughes humphreys hunt hunter hurst hussain hutchinson hyde ingram iqbal jackson
jacobs james jarvis jenkins jennings johnson johnston jones jordan joseph joyce kaur kay kaye kelly kemp kennedy kent kerr khan king kirby kirk
knight knowles kumar lamb lambert lane law lawrence lawson leach lee lees leonard lewis lim lin little lloyd long lopez lord lowe lucas lynch lyons
macdonald mackenzie mann manning marsden marsh marshall martin martinez mason matthews may mccarthy mcdonald mckenzie mclean mellor metcalfe middleton
miah miles miller mills mistry mitchell moore moran morgan morley morris morrison morton moss muhammad murphy murray myers nash naylor nelson newman newton
nguyen nicholls nicholson nixon noble nolan norman norris norton nunez obrien o'brien o'connor oconnor o'neill oliver ortiz osborne owen owens page palmer
parker parkes parkin parkinson parry parsons patel patterson payne pearce pearson perez perkins perry peters phillips pickering pierce pollard poole pope
porter potter potts powell power pratt preston price pritchard pugh quinn rahman ramirez ramos randall read reed rees reeves reid reyes reynolds rhodes rice
richards richardson riley rivera roberts robertson robinson robson rodriguez rogers rose ross rowe rowley russell ruiz ryan sanchez sanders sanderson saunders
savage schofield scott sharma sharp sharpe shaw shah shepherd sheppard short simmons simpson sims sinclair singh skinner slater smart smith snow spencer stanley
steele stephens stephenson stevens stevenson stewart stokes stone storey sullivan summers sutton swift sykes talbot taylor thomas thompson thomson thornton
thorpe todd tomlinson torres townsend tucker turnbull turner tyler vaughan vincent wade walker wall wallace wallis walsh walters walton ward warner warren
waters watkins watson watts weaver webb webster welch wells west weston wheeler white whitehead whitehouse whittaker wilkins wilkinson williams williamson
willis wilson winter wong wood woods woodward wright wyatt yang yates young zhang
albrecht arnold bauer baumann beck becker berger bergmann böhm brandt braun busch dietrich engel ernst fischer frank franke friedrich fuchs graf groß günther haas hahn
hartmann heinrich herrmann hoffmann hofmann horn huber jäger jung kaiser keller klein koch köhler könig kraus krause krüger kuhn kühn lang lange lehmann
lorenz ludwig maier martin mayer meier meyer möller müller neumann otto peters pfeiffer pohl richter roth sauer schäfer schmid schmidt schmitt schmitz
schneider scholz schreiber schröder schubert schulte schulz schulze schumacher schuster schwarz seidel simon sommer stein thomas vogel vogt voigt wagner
walter weber weiß werner winkler winter wolf wolff ziegler zimmermann yilmaz kaya demir çelik şahin yıldız öztürk aydın nowak kowalski ivanov petrov
""")
"""Frequent surnames of the same countries, in lower case: with a given name before it, which of several hearings is one."""
